/** Three views of the globe, and the map that needs no WebGL. */
export const VIEWS = ["globe", "plane", "columbus", "flat"] as const;
export type MapView = (typeof VIEWS)[number];
/** The globe, the plane seen from above, and the plane in perspective with heights. */
export type GlobeView = Exclude<MapView, "flat">;
