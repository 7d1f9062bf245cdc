/** Numbers as people read them: degrees, kilometres, percent. */
import { UNITS } from "../words/units";
import { t } from "../words/words";

const DEGREES = 180 / Math.PI;

export const degrees = (angleRad: number, digits = 0): string => `${(angleRad * DEGREES).toFixed(digits)}°`;

/** Return a direction from north, clockwise, in three figures. */
export function bearing(angleRad: number): string {
  const turned = Math.round(((angleRad * DEGREES) % 360) + 360) % 360;
  return `${String(turned).padStart(3, "0")}°`;
}

export function latLon(latRad: number, lonRad: number): string {
  const part = (angleRad: number, plus: string, minus: string): string =>
    `${Math.abs(angleRad * DEGREES).toFixed(2)}°${angleRad < 0 ? minus : plus}`;
  return `${part(latRad, "N", "S")} ${part(lonRad, "E", "W")}`;
}

export function kilometres(lengthM: number): string {
  const km = lengthM / 1000;
  return t(UNITS.kilometre, { value: km < 10 ? km.toFixed(1) : Math.round(km) });
}

export const seconds = (lengthMs: number): string => t(UNITS.second, { value: Math.round(lengthMs / 100) / 10 });

export const percent = (share: number): string => `${Math.round(100 * share)} %`;
