import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words/words";
import { ROOM } from "../words/room";

interface Props {
  title: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

/** A dialog over the room: the browser's own keeps the focus in it, closes it by Escape and gives the focus back. */
export function Dialog({ title, onClose, onKeyDown, children }: Props) {
  // before the effects of what it holds, which may give the focus to a field of their own
  const place = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = place.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault(); // whoever opened it takes it away
    onClose();
  };
  return (
    <dialog ref={place} class="dialog" aria-label={title} onCancel={cancel} {...(onKeyDown === undefined ? {} : { onKeyDown })}>
      <header>
        <h2>{title}</h2>
        <button type="button" onClick={onClose} aria-label={t(ROOM.close)}>
          ✕
        </button>
      </header>
      <div class="dialog-content">{children}</div>
    </dialog>
  );
}
