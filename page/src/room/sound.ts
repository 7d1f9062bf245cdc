import { signal } from "@preact/signals";

const SOUND = "tocsin.sound";

export const isSounding = signal(localStorage.getItem(SOUND) === "on");

export function setSound(isOn: boolean): void {
  localStorage.setItem(SOUND, isOn ? "on" : "off");
  isSounding.value = isOn;
  if (isOn) tone();
}

const TONE_HZ = 523.25; // C5
const TONE_S = 0.45;
const LOUDNESS = 0.08;
let audio: AudioContext | null = null;

/** One short soft tone. */
export function tone(): void {
  if (!isSounding.value) return;
  audio ??= new AudioContext();
  const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
  const from = audio.currentTime;
  oscillator.frequency.value = TONE_HZ;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.04);
  gain.gain.exponentialRampToValueAtTime(0.001, from + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + TONE_S);
}
