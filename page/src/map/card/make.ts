/** One card for one pick. */
import { exerciseTime } from "../../parts/times";
import { holdersOf, originOf } from "../../scene/known";
import type { Layer, Origin, Pick } from "../../scene/scene";
import { launchesOf } from "../../scene/truth";
import type { Picture } from "../../stream/picture";
import type { EventItem, SourceItem, TrackItem } from "../../stream/sections";
import { latLon, percent } from "../../parts/measures";
import { LAYER_WORDS } from "../../words/globe";
import { CARD, TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { TABLES } from "../tables/all";
import type { Asked, Card, CardGroup, CardLine } from "./card";
import { noticeGroups, noticeOrigin } from "./notice";
import { eventOf, toldGroups } from "./plan";
import { agreementGroup, heardGroups, toldGroup } from "./told";

/** Return the card, or null where what was picked is there no more. */
export function cardOf(asked: Asked): Card | null {
  const groups = MAKERS[asked.pick.section]?.(asked) ?? [];
  const facts = factGroups(asked);
  if (groups.length === 0 && facts.length === 0) return null;
  return { title: titleOf(asked), origin: originOfPick(asked), groups: FACTS_FIRST.has(asked.pick.section) ? [...facts, ...groups] : [...groups, ...facts] };
}

/** What has a name of its own bears it; the sun has a word in each language. */
const titleOf = ({ pick: { section, key } }: { pick: Pick }): string => (section === "sky" ? term(key) : key);

/** Of what is itself a decision, what it is comes before what it rests on. */
const FACTS_FIRST: ReadonlySet<string> = new Set(["plans", "partner_engagements", "joint_plan"]);

const LAYERS_OF: Readonly<Record<string, readonly Layer[]>> = {
  tracks: ["tracks"],
  events: ["launches", "impacts"],
  areas: ["areas"],
  sensors: ["sensors"],
  batteries: ["batteries"],
  shots: ["engagements"],
  links: ["links"],
  plans: ["plans"],
  partner_engagements: ["plans"],
  joint_plan: ["plans"],
  sky: ["night"],
  notices: ["notices"],
  notices_to_give: ["notices"],
  advisories: ["notices"],
  bodies: ["truth"],
};

/** The same facts as the tables show. */
function factGroups({ pick, picture, truth }: Asked): CardGroup[] {
  return (LAYERS_OF[pick.section] ?? []).flatMap((layer) => {
    const table = TABLES[layer]({ picture, truth });
    const row = table.rows.find((one) => one.pick.key === pick.key && one.pick.section === pick.section);
    if (row === undefined) return [];
    const lines = table.heads.flatMap(({ id, title }, i): CardLine[] => {
      const text = row.facts[i]?.text ?? "";
      return id === "madeOf" || text === "" || text === titleOf({ pick }) ? [] : [{ term: t(title), text }];
    });
    return [{ title: pick.section === "events" ? LAYER_WORDS[layer] : CARD.facts, lines }];
  });
}

const MAKERS: Readonly<Record<string, (asked: Asked) => CardGroup[]>> = {
  tracks: trackGroups,
  events: ({ pick, picture }) => {
    const event = picture.section("events").value.get(pick.key);
    return event === undefined ? [] : eventGroups(picture, event);
  },
  areas: areaGroups,
  plans: planGroups,
  partner_engagements: planGroups,
  joint_plan: planGroups,
  notices: ({ pick, picture }) => noticeGroups(picture, pick),
  notices_to_give: ({ pick, picture }) => noticeGroups(picture, pick),
  bodies: ({ pick, picture, truth }) => launchGroups(truth ?? picture, (truth ?? picture).section("bodies").value.get(pick.key)?.launch_id),
  launches: ({ pick, picture, truth }) => launchGroups(truth ?? picture, pick.key),
};

function planGroups({ pick, picture }: Asked): CardGroup[] {
  const event = eventOf(picture, pick);
  return [...toldGroups(picture, pick), ...(event === undefined ? [] : eventGroups(picture, event))];
}

function originOfPick({ pick, picture }: Asked): Origin {
  if (pick.section === "tracks") return picture.section("tracks").value.get(pick.key)?.made_of ?? "plain";
  if (pick.section === "partner_engagements") return "received";
  if (pick.section === "plans" || pick.section === "joint_plan") return "own";
  if (pick.section.startsWith("notices")) return noticeOrigin(picture, pick);
  if (pick.section === "bodies" || pick.section === "launches" || pick.section === "impacts") return "truth";
  const event = pick.section === "events" ? picture.section("events").value.get(pick.key) : undefined;
  return event === undefined ? "plain" : originOf(event);
}

function trackGroups({ pick, picture }: Asked): CardGroup[] {
  const track = picture.section("tracks").value.get(pick.key);
  if (track === undefined) return [];
  const holder = holdersOf(picture.section("events").value).get(pick.key);
  const seen = sourcesGroup(track, picture.moment.value.time_ms);
  return holder === undefined ? [seen, ...agreementGroup(picture)] : [seen, ...eventGroups(picture, holder.event)];
}

/** Every source as a bar on one common time, from when it was first behind the track until it last was. */
function sourcesGroup(track: TrackItem, nowMs: number): CardGroup {
  const sources = track.sources ?? [];
  const begin = Math.min(...sources.map((source) => source.first_ms));
  const share = (timeMs: number): number => (timeMs - begin) / Math.max(1, nowMs - begin);
  const received = new Set(track.received_sources);
  const lineOf = ({ source_id, first_ms, last_ms }: SourceItem): CardLine => ({
    term: source_id,
    text: t(CARD.sight, { first: exerciseTime(first_ms), last: exerciseTime(last_ms) }),
    bar: { from: share(first_ms), to: share(last_ms), origin: received.has(source_id) ? "received" : "own" },
  });
  return { title: CARD.seenBy, lines: sources.map(lineOf), none: CARD.noSource };
}

function eventGroups(picture: Picture, event: EventItem): CardGroup[] {
  const kinds = (codes: readonly string[]): string => codes.map(term).join(", ");
  const means = [
    { term: t(CARD.ownMeans), text: kinds(event.own_kinds) },
    { term: t(CARD.partnerMeans), text: kinds(event.partner_kinds) },
  ];
  const judged = [
    { term: t(TABLE.assessment), text: term(event.assessment) },
    { term: t(CARD.confidence), text: term(event.confidence) },
    { term: t(TABLE.sources), text: [...event.own_sources, ...event.received_sources].join(", ") },
  ];
  return [
    { title: CARD.means, lines: means.filter((line) => line.text !== "") },
    { title: CARD.event, lines: judged },
    ...heardGroups(picture, event),
    toldGroup(event),
    ...agreementGroup(picture),
  ];
}

function areaGroups({ pick, picture }: Asked): CardGroup[] {
  const name = picture.section("areas").value.get(pick.key)?.name ?? pick.key;
  const threats = [...picture.section("events").value].flatMap(([key, event]): CardLine[] => {
    const [probability, impact] = [event.impact?.areas[name], event.impact];
    if (probability === undefined || impact === null) return [];
    return [{ term: key, text: `${percent(probability)} · ${exerciseTime(impact.time_ms)}` }];
  });
  const warnings = [...picture.section("public_warnings").value]
    .filter(([, warning]) => warning.areas.includes(name))
    .map(([key, warning]): CardLine => ({ term: key, text: `${term(warning.step)} · ${exerciseTime(warning.sent_ms)}` }));
  return [
    { title: CARD.threats, lines: threats, none: CARD.nothingWithheld },
    { title: CARD.warnings, lines: warnings, none: CARD.nothingWithheld },
  ];
}

function launchGroups(truth: Picture, launchId: string | undefined): CardGroup[] {
  const launch = launchId === undefined ? undefined : launchesOf(truth).get(launchId);
  if (launch === undefined || launchId === undefined) return [];
  const placeText = (at: typeof launch.start): string => (at ? latLon(at.lat_rad, at.lon_rad) : "–");
  const lines: CardLine[] = [
    { term: t(TABLE.name), text: launchId },
    { term: t(TABLE.nation), text: term(launch.nation) },
    { term: t(TABLE.class), text: term(launch.vehicle_class) },
    { term: t(TABLE.liftOff), text: exerciseTime(launch.lift_off_ms) },
    { term: t(TABLE.from), text: placeText(launch.start) },
    { term: t(TABLE.to), text: placeText(launch.end) },
    { term: t(CARD.noticeId), text: launch.notice_id || t(CARD.notNotified) },
  ];
  return [{ title: CARD.launch, lines }];
}

