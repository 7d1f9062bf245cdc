import { Film, type FilmAsked } from "./film";

/** Films that a screen has asked for: each once, however often it is looked at. */
export class Shelf {
  private readonly films = new Map<string, Film>();

  of(asked: FilmAsked): Film {
    const name = JSON.stringify([asked.source, asked.agreement, asked.at_ms, asked.run]);
    let film = this.films.get(name);
    if (film === undefined) {
      film = new Film().open(asked);
      this.films.set(name, film);
    }
    return film;
  }

  close(): void {
    for (const film of this.films.values()) film.close();
    this.films.clear();
  }
}
