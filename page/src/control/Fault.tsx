import { spoken } from "../words/said";

/** Why the server refused something, read out by screen readers. */
export function FaultLine({ fault }: { fault: string }) {
  if (fault === "") return null;
  return (
    <p class="fate is-refused" role="alert">
      {spoken(fault)}
    </p>
  );
}
