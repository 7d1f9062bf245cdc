/** The band at the top and the bottom of every page.  It cannot be switched off, and says the same in every language. */
export function Marking() {
  return (
    <div class="marking" role="note" aria-label="EXERCISE">
      EXERCISE&ensp;EXERCISE&ensp;EXERCISE
    </div>
  );
}
