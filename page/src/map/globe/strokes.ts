import { type Color, Material } from "@cesium/engine";
import type { Look, Stroke } from "./palette";

const DASH = { periodPx: 14, share: 0.64 };
const DOT = { periodPx: 5, share: 0.5 };

/** Leave out what lies between dashes, counted along the line in pixels of the screen. */
function gaps({ periodPx, share }: typeof DASH): string {
  return `
    vec2 way = vec2(cos(v_polylineAngle), -sin(v_polylineAngle));
    if (fract(dot(gl_FragCoord.xy, way) / (${periodPx.toFixed(1)} * czm_pixelRatio)) > ${share.toFixed(2)}) discard;`;
}

const ANGLE = "in float v_polylineAngle;";
const WIDTH = "in float v_width;";
const DOUBLE = `
    float inside = 0.5 * v_width - abs(materialInput.st.t - 0.5) * v_width;
    alpha *= 1.0 - smoothstep(1.2, 2.0, inside / czm_pixelRatio);`;

const PARTS: Readonly<Record<Stroke, [given: string, shape: string]>> = {
  full: ["", ""],
  dashed: [ANGLE, gaps(DASH)],
  dotted: [ANGLE, gaps(DOT)],
  double: [WIDTH, DOUBLE],
};

const written = (value: number): string => value.toFixed(4);

function sourceOf(stroke: Stroke, { red, green, blue, alpha }: Color): string {
  const [given, shape] = PARTS[stroke];
  return `
  ${given}
  czm_material czm_getMaterial(czm_materialInput materialInput) {
    czm_material material = czm_getDefaultMaterial(materialInput);
    float alpha = ${written(alpha)};${shape}
    material.diffuse = vec3(0.0);
    material.emission = vec3(${[red, green, blue].map(written).join(", ")});
    material.alpha = alpha;
    return material;
  }`;
}

/**
 * Return the material of a look, its colour written into it.
 *
 * In every frame Cesium writes the changeable colours of every line as text, to learn which lines share a material; a
 * material without any was a third quicker to draw with.
 */
export function materialOf({ colour, stroke }: Look): Material {
  const type = `Line ${stroke} ${colour.toCssColorString()}`;
  const material = new Material({ fabric: { type, source: sourceOf(stroke, colour) }, translucent: true });
  // Every line that goes would destroy its material, which is that of all the others too; it holds nothing to free.
  material.destroy = () => undefined;
  return material;
}
