import { h } from './dom.ts';

const KEYS = [
  ['/', 'search'],
  ['j', 'next change'],
  ['k', 'previous change'],
  ['Enter', 'open or close it'],
  ['e', 'open or close all that are shown'],
  ['Esc', 'show everything'],
  ['?', 'this list'],
] as const;

/** What keys do. */
export interface KeyActions {
  focusSearch: () => void;
  reset: () => void;
  toggleAll: () => void;
  /** Entries that are shown, in order. */
  entries: () => HTMLDetailsElement[];
}

/** Listens to keys, and gives the list of them as a dialog, and the button that opens it. */
export function createKeyboard(actions: KeyActions): { button: HTMLElement; dialog: HTMLElement } {
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'keys-title' },
    h('h2', { id: 'keys-title' }, 'Keys'),
    h(
      'dl',
      { class: 'keys' },
      KEYS.map(([key, text]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, text)]),
    ),
    h('form', { method: 'dialog' }, h('button', {}, 'Close')),
  );
  const button = h('button', { type: 'button', class: 'quiet', 'aria-haspopup': 'dialog' }, 'Keys (?)');
  button.addEventListener('click', () => dialog.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    const isTyping =
      event.target instanceof Element && event.target.closest('input, select, textarea') !== null;
    if (isTyping && event.key !== 'Escape') return;
    if (press(event.key, actions, dialog)) event.preventDefault();
  });
  return { button, dialog };
}

function press(key: string, actions: KeyActions, dialog: HTMLDialogElement): boolean {
  switch (key) {
    case '/':
      actions.focusSearch();
      return true;
    case 'j':
    case 'k':
      moveTo(actions.entries(), key === 'j' ? 1 : -1);
      return true;
    case 'e':
      actions.toggleAll();
      return true;
    case 'Escape':
      actions.reset();
      return true;
    case '?':
      dialog.showModal();
      return true;
    default:
      return false;
  }
}

function moveTo(entries: readonly HTMLDetailsElement[], step: number): void {
  const current = entries.findIndex((entry) => entry.contains(document.activeElement));
  const next = entries[current === -1 ? (step > 0 ? 0 : entries.length - 1) : current + step];
  next?.querySelector('summary')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
