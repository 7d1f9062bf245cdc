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
  sources?: SourceItem[];
  /** Where it is predicted to go: places with their times, the last at the ground where it is falling there. */
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
  /** Fields that the agreement withholds, and those that it made coarse. */
  withheld?: string[];
  coarsened?: string[];
}

export interface PlanItem {
  event_id: string;
  object_name: string;
  battery_id: string;
  layer: string;
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

export interface ShotItem {
  battery_id: string;
  layer: string;
  event_id: string;
  object_name: string;
  interceptors: number;
  launch_ms: number;
  intercept_ms: number;
  aim: Place;
  result: "" | "killed" | "missed";
  is_announced: boolean;
  /** Where it was fired. */
  from?: Place;
}

export interface BatteryItem extends Place {
  layer: string;
  salvo: number;
  stock_left: number;
  ready_ms: number;
  reach_m?: number;
}

export interface SupplyItem {
  ready: number;
  kept: number;
  channels_free: number;
}

/** A field of regard: a ring on the ground, and for a radar how far and how high it looks. */
export interface CoverageItem {
  ring: [number, number][];
  range_m?: number;
  azimuth_from_rad?: number;
  azimuth_to_rad?: number;
  elevation_from_rad?: number;
  elevation_to_rad?: number;
}

export interface SensorItem extends Partial<Place> {
  kind: "radar" | "skywave" | "satellite";
  is_in_action: boolean;
  cue?: Record<string, unknown> | null;
  coverage?: CoverageItem;
}

export interface NoticeItem {
  notice_id: string;
  revision: number;
  given_by: string;
  registered_ms: number;
  is_confirmed: boolean;
  is_withheld: boolean;
  forwarded_revision: number;
  sensor_desk_revision: number;
  [field: string]: unknown;
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
}

/** Every section by its name.  A seat holds those of its audience alone; the others are empty. */
export interface SectionItems {
  alert: AlertItem;
  events: EventItem;
  tracks: TrackItem;
  reports: ReportItem;
  answers: { asked_ms: number; is_answered: boolean; says: string | null; text: string };
  advisories: Record<string, unknown>;
  plans: PlanItem;
  shots: ShotItem;
  batteries: BatteryItem;
  supplies: SupplyItem;
  joint_plan: Record<string, unknown>;
  partner_engagements: Record<string, unknown>;
  partner_batteries: Record<string, unknown>;
  sensors: SensorItem;
  areas: { name: string; ring: [number, number][] };
  notices: NoticeItem;
  notices_to_give: Record<string, unknown>;
  links: LinkItem;
  refused_messages: { messages: number };
  partners: PartnerItem;
  consultations: ConsultationItem;
  agreement: AgreementItem;
  public_warnings: PublicWarningItem;
  unsent_warnings: UnsentWarningItem;
  drills: { called_ms: number; is_told_a_drill: boolean };
  doctrine: Record<string, unknown>;
  texts: TextItem;
  injects: Record<string, unknown>;
  unread: { matter: string; since_ms: number };
  held_messages: { kept: string[] };
  denials: { event_id: string; object_name: string; battery_id: string };
  comms_checks: { partner: string; sent_ms: number; answered_ms: number };
  serials: Record<string, unknown>;
  bodies: BodyItem;
  launches: Record<string, unknown>;
  postures: { level: Level; since_ms: number; events: number; tracks: number; shots: number };
  news: { time_ms: number; sender: string; text: string };
  released: { msg_type: string; kind: string; payload: unknown };
}

export type SectionName = keyof SectionItems;
