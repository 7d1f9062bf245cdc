import { Fact } from "../parts/Board";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { shownOf, type Message } from "./messages";
import { coarseningOf, releasedUnder } from "./terms";
import { Value } from "./Value";

/** A message field by field; what the agreement withholds is hatched, and says so. */
export function MessageDetail({ message }: { message: Message }) {
  const { picture } = useRoom();
  const released = releasedUnder(picture, message.why);
  const coarsening = released === null ? {} : coarseningOf(picture.section("agreement").value.get("terms") ?? {});
  const content = Object.entries(message.content);
  return (
    <div class="message">
      {message.way === "held" && <p class="withheld-line">{t(BOARDS.held_line, { why: spoken(term(message.why)) })}</p>}
      {content.length > 0 && (
        <dl class="facts">
          {content.map(([name, value]) => (
            <Fact key={name} name={term(name)}>
              {shownOf(message.payload, name, value, released) === "withheld" ? <Withheld /> : <Value name={name} value={value} />}
              {value !== null && message.payload === "LaunchReport" && coarsening[name] !== undefined && <small> ≈ {coarsening[name]}</small>}
            </Fact>
          ))}
        </dl>
      )}
      <dl class="facts envelope">
        {Object.entries(message.envelope).map(([name, value]) => (
          <Fact key={name} name={term(name)}>
            <Value name={name} value={value} />
          </Fact>
        ))}
        {message.provenance.length > 0 && (
          <Fact name={t(BOARDS.provenance)}>
            <Value name="provenance" value={message.provenance.map((source) => (source as { source_id?: unknown }).source_id)} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

/** A field that the agreement keeps back: seen to be there, never what it says. */
export function Withheld() {
  return (
    <span class="withheld" role="img" aria-label={t(BOARDS.withheld)} title={t(BOARDS.withheld)}>
      {t(BOARDS.withheld)}
    </span>
  );
}

