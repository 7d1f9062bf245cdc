import { LANGUAGES, language, speak, t, type Language } from "../words/words";
import { LOOK } from "../words/first";
import { theme, wear } from "../style/theme";

const NAMES: Record<Language, string> = { en: "English", zh: "中文", ru: "Русский" };

/** The choice of language and of light or dark. */
export function Look() {
  const isDark = theme.value === "dark";
  return (
    <div class="look">
      <select
        aria-label={t(LOOK.language)}
        value={language.value}
        onChange={(event) => speak(event.currentTarget.value as Language)}
      >
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {NAMES[known]}
          </option>
        ))}
      </select>
      <button type="button" title={t(LOOK.theme)} onClick={() => wear(isDark ? "light" : "dark")}>
        {t(isDark ? LOOK.toLight : LOOK.toDark)}
      </button>
    </div>
  );
}
