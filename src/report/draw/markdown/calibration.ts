import { selectCalibration } from '../../select/calibration.js';
import type { CalibrationInput } from '../../select/report-input.js';
import { calibrationContents, calibrationHeads } from '../../words/calibration.js';
import { bold, closingBlocks, escapeMarkdown, markdownTable } from './text.js';

/** The report of a calibration as GitHub-flavoured markdown, for `report.md`. Ends with a line break. */
export function calibrationMarkdown(input: CalibrationInput): string {
  const contents = calibrationContents(selectCalibration(input));
  const rows = contents.groups.flatMap(({ title, rows: members }) => [
    [bold(title), ...calibrationHeads.map(() => '')],
    ...members.map(({ label, part, judged, biased, cells }) => [
      `${part ? '&emsp;' : ''}${escapeMarkdown(label)}${judged ? ' \\*' : ''}`,
      ...calibrationHeads.map((head) =>
        biased && head === 'bias p-value' ? bold(escapeMarkdown(cells[head])) : escapeMarkdown(cells[head]),
      ),
    ]),
  ]);
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    contents.sentences.map((sentence) => bold(escapeMarkdown(sentence))).join('\n\n'),
    markdownTable(['', ...calibrationHeads], ['left', ...calibrationHeads.map(() => 'right' as const)], rows),
    escapeMarkdown(contents.legend),
    contents.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
    ...closingBlocks(contents),
  ];
  return `${blocks.join('\n\n')}\n`;
}
