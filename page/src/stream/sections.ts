/**
 * What a seat is shown, section by section, as `docs/stream.md` describes it and `exercise/staff/sections` makes it.
 *
 * Angles are in rad, lengths in m, times in ms of exercise time; the unit ends each name.  A field that may be absent
 * is marked `?`; what an agreement withholds is null.
 */

export type Level = "normal" | "raised" | "high" | "full" | string;
export type Assessment = "under_assessment" | "valid" | "anomalous" | "false";
export type MadeOf = "own" | "received" | "fused";

export interface LatLon {
  lat_rad: number;
  lon_rad: number;
}

export interface Place extends LatLon {
  alt_m: number;
}

/** An ellipse on the ground that holds a place with 90 % probability; its half axes. */
export interface Ellipse extends LatLon {
  major_90_m: number | null;
  minor_90_m: number | null;
  major_from_east_rad: number;
}

export interface AlertItem {
  level: Level;
  since_ms: number;
}

export interface LaunchItem {
  time_ms: number;
  time_sigma_ms: number;
  azimuth_rad: number;
  azimuth_sigma_rad: number;
  point: Ellipse;
}

export interface ImpactItem {
  time_ms: number;
  time_sigma_ms: number;
  range_m: number;
  place: Ellipse;
  threatens: string[];
  areas: Record<string, number>;
}

export interface ObjectItem {
  name: string;
  track: string;
  flies: string;
  seen_ms: number;
  kind_probability: number[];
}

export interface EventItem {
  opened_ms: number;
  updated_ms: number;
  public_name: string;
  told: Record<string, string>;
  assessment: Assessment;
  assessed_ms: number;
  partner_assessment: string;
  confidence: string;
  reported_confidence: string;
  medium_ms: number;
  generic_class: string;
  own_kinds: string[];
  partner_kinds: string[];
  verdict: string;
  compared_notice: string;
  matched_notice: string;
  notified_class: string;
  launch: LaunchItem | null;
  impact: ImpactItem | null;
  is_impact_stale: boolean;
  own_impact: ImpactItem | null;
  primary: string;
  objects: ObjectItem[];
  claims: unknown;
  n_shown: number;
  shown_on: string;
  displays: number;
  own_sources: string[];
  received_sources: string[];
  parted_from: string;
  warned_launch_ms: number;
  warned_impact_ms: number;
  reported_ms: number;
}

/** Since when and until when a source has stood behind something. */
export interface SourceItem {
  source_id: string;
  first_ms: number;
  last_ms: number;
}

export interface TrackItem extends Place {
  velocity_enu: [number, number, number];
  sigma_m: number | null;
  coast_probability: number;
  time_ms: number;
  made_of: MadeOf;
  told_by?: string;
  own_sources?: string[];
  received_sources: string[];
  sources: SourceItem[];
  /**
   * Of an object of an open event: where it is predicted to go, ten places with their times, the first after now, the
   * last at the ground where it is falling there, else ten minutes ahead.  Absent while it still burns.
   */
  path?: PathPoint[];
}

export interface PathPoint extends Place {
  time_ms: number;
  sigma_m: number | null;
}

export interface ReportItem {
  originator: string;
  released_ms: number;
  received_ms: number;
  assessment: string;
  report: Record<string, unknown>;
  /** What its sender vouched for: an event that holds one of them is the one that it tells of. */
  sources?: SourceItem[];
  /** Fields of `report` that the agreement let nobody tell when it came; another that is null was not known. */
  withheld: string[];
  /** How coarse the rest is; what is told as it is, is absent. */
  coarsened: CoarsenedItem;
}

export interface CoarsenedItem {
  grid_rad?: number;
  time_round_ms?: number;
  class_generic_only?: boolean;
  azimuth_step_rad?: number;
}

/** How far an engagement has come, as it is told. */
export type EngagementState = "able" | "proposed" | "intended" | "fired" | "killed" | "missed";

export interface PlanItem {
  event_id: string;
  object_name: string;
  battery_id: string;
  layer: string;
  /** `proposed` by the allocation, `intended` as doctrine lets it be fired now. */
  state: EngagementState;
  able: number;
  proposed: number;
  launch_ms: number;
  intercept_ms: number;
  last_launch_ms: number;
  last_intercept_ms: number;
  aim: Place;
  sigma_m: number | null;
  kill_probability: number;
  is_own: boolean;
  areas: string[];
}

/** An engagement of a partner's, or a joint cell's proposal: as told, and what the node itself makes of it. */
export interface ToldEngagementItem {
  told_by?: string;
  event_id: string;
  sources: string[];
  nation: string;
  /** '' where the agreement withholds it. */
  battery_id: string;
  layer: string;
  state: EngagementState;
  interceptors: number;
  launch_ms: number;
  last_launch_ms: number;
  intercept_ms: number;
  kill_probability: number | null;
  /** Which own event and object are meant; '' where the node holds none. */
  own_event: string;
  own_object: string;
  /** Where that object will be then by the node's own prediction: nobody tells it. */
  meets: Place | null;
  /** Of a proposal for one of the node's own batteries: its site. */
  from: Place | null;
}

export interface ShotItem {
  battery_id: string;
  layer: string;
  event_id: string;
  object_name: string;
  interceptors: number;
  launch_ms: number;
  intercept_ms: number;
  /** Where its battery stands. */
  from: Place;
  aim: Place;
  result: "" | "killed" | "missed";
  is_announced: boolean;
  /** What it truly did, and to which body: of the truth alone. */
  true_result?: "" | "killed" | "missed";
  body_id?: string;
}

export interface BatteryItem extends Place {
  layer: string;
  salvo: number;
  stock_left: number;
  ready_ms: number;
  /** As declared for its class: how far along the ground, and between which heights, it can meet a threat. */
  reach_m: number;
  least_alt_m: number;
  greatest_alt_m: number;
  radar_range_m: number;
  engages: string[];
}

export interface SupplyItem {
  ready: number;
  kept: number;
  channels_free: number;
}

/**
 * A field of regard: a closed ring on the ground ([lat_rad, lon_rad], the first place again at the end), and for a
 * radar how far and how high it looks.  Azimuths run clockwise from north, from the first to the second, and may lie
 * below 0 or above a full turn.
 */
export interface CoverageItem {
  ring: [number, number][];
  /** The ring of a radar lies below where it sees a bright body at this height. */
  ring_alt_m?: number;
  least_range_m?: number;
  range_m?: number;
  azimuth_from_rad?: number;
  azimuth_to_rad?: number;
  elevation_from_rad?: number;
  elevation_to_rad?: number;
}

/** What moves, a satellite or the field of a ship's radar, is where it was at the whole minute of exercise time. */
export interface SensorItem extends Place {
  kind: "radar" | "skywave" | "satellite";
  is_in_action: boolean;
  cue?: Record<string, unknown> | null;
  coverage: CoverageItem;
}

/** An area that a nation has declared to be defended and warned, by the name that impacts and warnings use. */
export interface AreaItem {
  name: string;
  nation: string;
  ring: [number, number][];
}

/** The place that has the sun overhead, as at the whole minute of exercise time. */
export interface SkyItem extends LatLon {
  time_ms: number;
}

/** What was announced: a launch from within a circle, in a direction, in a window of time. */
export interface NoticeContent extends LatLon {
  notice_id: string;
  revision: number;
  launching_nation: string;
  generic_class: string;
  window_start_ms: number;
  window_end_ms: number;
  radius_m: number;
  azimuth_rad: number;
  n_launches: number;
  is_cancelled: boolean;
  is_withheld: boolean;
  [field: string]: unknown;
}

/** A notice as the register holds it. */
export interface NoticeItem extends NoticeContent {
  given_by: string;
  registered_ms: number;
  is_confirmed: boolean;
  forwarded_revision: number;
  sensor_desk_revision: number;
}

/** Something that may look like a launch and is none; place and size are null where they are of no matter. */
export interface AdvisoryItem {
  cause: string;
  from_ms: number;
  to_ms: number;
  lat_rad: number | null;
  lon_rad: number | null;
  radius_m: number | null;
}

export interface LinkItem {
  to?: string;
  from?: string;
  sent?: number;
  in_line?: number;
  unacknowledged?: number;
  highest_seq?: number;
  gaps?: [number, number, number][];
  apparent_skew_ms?: number;
  is_out?: boolean;
  under_way?: number;
}

export interface PartnerItem {
  alert: Level | null;
  alert_since_ms: number;
}

export interface ConsultationItem {
  own_event_id: string;
  partner: string;
  signers: string[];
  is_asked_by_us: boolean;
  opened_ms: number;
  deadline_ms: number;
  is_replied: boolean;
  asked: Record<string, unknown> | null;
  reply: Record<string, unknown> | null;
  proposed: string | null;
  signed: Record<string, string>;
  closed: string;
}

/** Under `terms` the agreement's terms; under `state` its version, whether it is open, what was signed. */
export type AgreementItem = Record<string, unknown>;

export interface PublicWarningItem {
  nation?: string;
  step: string;
  references: string[];
  areas: string[];
  sent_ms: number;
  expires_ms: number;
  impact_time_ms: number;
  event_id?: string;
  is_standing?: boolean;
  cancel_due_ms?: number;
}

export interface UnsentWarningItem {
  areas: string[];
  cells: string[];
  since_ms: number;
}

/** A doctrine that the node may be ordered to fight by; `is_chosen`: it does so now. */
export interface DoctrineItem {
  is_chosen: boolean;
  weapons_control: string;
  engagement: string;
  defends: string;
  announces: string;
}

/** An entry of the calendar; the truth has `nation` and `signed` in the place of the two signatures of one nation. */
export interface SerialItem {
  kind: string;
  time_ms: number;
  duration_ms: number;
  text: string;
  is_listed: boolean;
  outgoing?: string;
  incoming?: string;
  nation?: string;
  signed?: Record<string, Signatures>;
}

/** Who has signed a change of watch, '' for nobody yet. */
export interface Signatures {
  outgoing: string;
  incoming: string;
}

/** Truth: what exercise control has put out of action or disturbed, as long as it lasts. */
export interface FaultItem {
  kind: "sensor" | "link";
  until_ms: number;
  sensor_id?: string;
  source?: string;
  target?: string;
  delay_ms?: number;
  loss?: number;
}

export interface TextItem {
  text_id: string;
  sender: string;
  to: string;
  text: string;
  time_ms: number;
  is_request: boolean;
  answers: string;
  answered_by: string;
  refused: string;
  read_ms?: number;
}

export interface BodyItem extends Place {
  velocity_enu: [number, number, number];
  is_burning: boolean;
  launch_id: string;
  kind: "payload" | "stage" | "debris" | "other" | "interceptor" | "ascent" | "fireball" | "aircraft" | string;
  /** Whose launch or flight it is; absent of an interceptor. */
  nation?: string;
  /** Of what was launched. */
  vehicle_class?: string;
}

/** Truth: something came down, or was destroyed in the air. */
export interface EndedItem extends Place {
  how: "impact" | "killed";
  time_ms: number;
  nation: string;
  areas: string[];
}

/** Every section by its name.  A seat holds those of its audience alone; the others are empty. */
export interface SectionItems {
  alert: AlertItem;
  events: EventItem;
  tracks: TrackItem;
  reports: ReportItem;
  answers: { asked_ms: number; is_answered: boolean; says: string | null; text: string };
  advisories: AdvisoryItem;
  plans: PlanItem;
  shots: ShotItem;
  batteries: BatteryItem;
  supplies: SupplyItem;
  joint_plan: ToldEngagementItem;
  partner_engagements: ToldEngagementItem;
  partner_batteries: Record<string, unknown>;
  sensors: SensorItem;
  areas: AreaItem;
  sky: SkyItem;
  notices: NoticeItem;
  notices_to_give: NoticeContent;
  links: LinkItem;
  refused_messages: { messages: number };
  partners: PartnerItem;
  consultations: ConsultationItem;
  agreement: AgreementItem;
  public_warnings: PublicWarningItem;
  unsent_warnings: UnsentWarningItem;
  drills: { called_ms: number; is_told_a_drill: boolean };
  doctrine: Record<string, unknown>;
  doctrines: DoctrineItem;
  texts: TextItem;
  injects: Record<string, unknown>;
  unread: { matter: string; since_ms: number };
  held_messages: { kept: string[] };
  denials: { event_id: string; object_name: string; battery_id: string };
  comms_checks: { partner: string; sent_ms: number; answered_ms: number };
  serials: SerialItem;
  faults: FaultItem;
  bodies: BodyItem;
  impacts: EndedItem;
  launches: Record<string, unknown>;
  postures: { level: Level; since_ms: number; events: number; tracks: number; shots: number };
  news: { time_ms: number; sender: string; text: string };
  released: { msg_type: string; kind: string; payload: unknown };
}

export type SectionName = keyof SectionItems;
