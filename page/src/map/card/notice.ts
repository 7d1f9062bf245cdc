/** What the card says of a notice: who gave it, when it came, who has it, what it was matched with. */
import { exerciseTime } from "../../parts/times";
import { announced, type Announced } from "../../scene/notices";
import type { Origin, Pick } from "../../scene/scene";
import type { Picture } from "../../stream/picture";
import { CARD } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import type { CardGroup, CardLine } from "./card";

export function noticeOf(picture: Picture, pick: Pick): Announced | undefined {
  return announced(picture).find((one) => one.pick.section === pick.section && one.pick.key === pick.key);
}

export function noticeOrigin(picture: Picture, pick: Pick): Origin {
  return noticeOf(picture, pick)?.origin ?? "plain";
}

export function noticeGroups(picture: Picture, pick: Pick): CardGroup[] {
  const found = noticeOf(picture, pick);
  if (found === undefined) return [];
  const { item, givenBy } = found;
  const lines: CardLine[] = [
    { term: t(CARD.givenBy), text: givenBy === "" ? t(CARD.toGive) : term(givenBy) },
    { term: t(CARD.revision), text: revisionText(item.revision) },
    ...registerLines(picture, pick),
    ...(item.is_withheld ? [{ term: t(CARD.keptFrom), text: t(CARD.yes), isWithheld: true }] : []),
  ];
  return [
    { title: CARD.notice, lines },
    { title: CARD.compared, lines: matches(picture, item.notice_id), none: CARD.nothingWithheld },
  ];
}

function revisionText(revision: number): string {
  return revision === 0 ? t(CARD.firstGiven) : t(CARD.ofRevision, { n: revision });
}

function registerLines(picture: Picture, { section, key }: Pick): CardLine[] {
  const held = section === "notices" ? picture.section("notices").value.get(key) : undefined;
  if (held === undefined) return [];
  const at = held.sensor_desk_revision;
  return [
    { term: t(CARD.registered), text: exerciseTime(held.registered_ms) },
    { term: t(CARD.sensorDesk), text: at < 0 ? t(CARD.nothingYet) : revisionText(at) },
    { term: t(CARD.confirmed), text: t(held.is_confirmed ? CARD.isConfirmed : CARD.notConfirmed) },
  ];
}

function matches(picture: Picture, noticeId: string): CardLine[] {
  return [...picture.section("events").value]
    .filter(([, event]) => event.matched_notice === noticeId || event.compared_notice === noticeId)
    .map(([key, event]): CardLine => ({ term: key, text: term(event.verdict) }));
}
