import { byId, setText } from './element.js';

const place = 'system-monitor-api key';

/** The key of this tab; null when there is none. Other tabs and later sessions do not see it. */
export function keptKey(): string | null {
  return sessionStorage.getItem(place);
}

/** Forgets it. */
export function forgetKey(): void {
  sessionStorage.removeItem(place);
}

/** Asks for a key, with a sentence that says why, and keeps it for this tab. */
export function askForKey(why: string): Promise<string> {
  const dialog = byId('key-dialog') as HTMLDialogElement;
  const form = byId('key-form') as HTMLFormElement;
  const input = byId('key') as HTMLInputElement;
  setText(byId('key-why'), why);
  input.value = '';
  // Escape would leave a page without a word.
  dialog.oncancel = (event) => event.preventDefault();
  if (!dialog.open) dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      const key = input.value.trim();
      if (key === '') return;
      sessionStorage.setItem(place, key);
      input.value = '';
      dialog.close();
      resolve(key);
    };
  });
}
