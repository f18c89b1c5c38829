import { sentence } from './format.js';
import { byId, element, keptList, setShown, setText, type Kept } from './element.js';

import type { Problem } from './stats.js';

/** What is broken on the machine, with what helps. */
export function problemList() {
  const root = byId('problems');
  const heading = byId('problems-heading');
  const list = keptList(byId('problem-list'), ({ domain, code }: Problem) => `${domain} ${code}`, line);
  return (problems: readonly Problem[]): void => {
    setShown(root, problems.length > 0);
    // A heading within a polite live region: heard when the number changes, not each second.
    setText(heading, problems.length === 1 ? '1 problem' : `${problems.length} problems`);
    list(problems);
  };
}

function line(): Kept<Problem> {
  const domain = element('strong');
  const detail = element('span');
  const remedy = element('span', { class: 'remedy' });
  return {
    root: element('li', {}, domain, detail, remedy),
    update(problem) {
      setText(domain, problem.domain);
      setText(detail, ` ${sentence(problem.detail)} `);
      setText(remedy, problem.remedy === null ? '' : sentence(problem.remedy));
    },
  };
}
