/** What the card says of an engagement that we were told of: by whom, of which event of his, and who placed it. */
import { toldEngagements } from "../../scene/plans";
import type { Pick } from "../../scene/scene";
import type { Picture } from "../../stream/picture";
import type { EventItem, ToldEngagementItem } from "../../stream/sections";
import { CARD, TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import type { CardGroup } from "./card";

export function toldEngagement(picture: Picture, { section, key }: Pick): ToldEngagementItem | undefined {
  return toldEngagements(picture).find((one) => one.pick.section === section && one.pick.key === key)?.item;
}

/** The own event that a picked engagement is about. */
export function eventOf(picture: Picture, pick: Pick): EventItem | undefined {
  const id = pick.section === "plans" ? picture.section("plans").value.get(pick.key)?.event_id : toldEngagement(picture, pick)?.own_event;
  return picture.section("events").value.get(id ?? "");
}

export function toldGroups(picture: Picture, pick: Pick): CardGroup[] {
  const item = toldEngagement(picture, pick);
  if (item === undefined) return [];
  const lines = [
    { term: t(CARD.toldBy), text: term(item.told_by ?? "") },
    { term: t(CARD.theirEvent), text: item.event_id },
    { term: t(TABLE.sources), text: item.sources.join(", ") },
    { term: t(CARD.placedBy), text: t(item.meets === null ? CARD.notHeld : CARD.ownPrediction) },
  ];
  return [{ title: CARD.asTold, lines: lines.filter((line) => line.text !== "") }];
}
