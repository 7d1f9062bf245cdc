import type { ComponentChildren } from "preact";

export interface Tab {
  id: string;
  title: string;
  hotKey?: string;
  /** How many things there wait to be seen. */
  count?: number;
}

interface Props {
  name: string;
  tabs: readonly Tab[];
  shown: string;
  onShow: (id: string) => void;
  children: ComponentChildren;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs as screen readers know them: one stop for Tab, arrows move between them. */
export function Tabs({ name, tabs, shown, onShow, children }: Props) {
  const step = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    const at = tabs.findIndex((tab) => tab.id === shown);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next.id);
    document.getElementById(`tab-${name}-${next.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" onKeyDown={step}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`tab-${name}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === shown}
            aria-controls={`shown-${name}`}
            tabIndex={tab.id === shown ? 0 : -1}
            onClick={() => onShow(tab.id)}
          >
            {tab.title}
            {tab.count !== undefined && tab.count > 0 && <span class="count">{tab.count}</span>}
            {tab.hotKey !== undefined && tab.hotKey !== "" && <kbd aria-hidden="true">{tab.hotKey}</kbd>}
          </button>
        ))}
      </div>
      <div class="tab-shown" id={`shown-${name}`} role="tabpanel" aria-labelledby={`tab-${name}-${shown}`}>
        {children}
      </div>
    </>
  );
}
