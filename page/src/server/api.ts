/** Requests to the exercise's own server; `/openapi.json` describes them. */

/** Why the server refused: its own words, which name the value, the bound and the remedy. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "Refused";
  }
}

export const UNREACHABLE = 0; // status of a request that no server answered

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    text = await response.text(); // a server that goes away in the middle of its answer is as good as none
  } catch {
    throw new Refused(UNREACHABLE, "");
  }
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    throw new Refused(response.status, text.slice(0, 300));
  }
  if (!response.ok) throw new Refused(response.status, String((told as { error?: unknown }).error ?? text));
  return told as Answer;
}

export const get = <Answer>(path: string): Promise<Answer> => ask<Answer>("GET", path);
export const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> => ask<Answer>("POST", path, body);
export const remove = <Answer>(path: string): Promise<Answer> => ask<Answer>("DELETE", path);
