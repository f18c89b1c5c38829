import t from 'tap';
import {
  nvmlCode,
  nvmlCodeOfWords,
  nvmlMeaning,
  nvmlWords,
} from '../../../src/parsers/nvidia/return-codes.js';

void t.test('a code without a meaning is told by its number', (t) => {
  t.same(nvmlMeaning(77), {});
  t.equal(nvmlWords(77), 'return code 77');
  t.equal(nvmlWords(nvmlCode.success), 'return code 0');
  t.end();
});

void t.test('words lead back to the code they stand for, in any case', (t) => {
  for (const code of Object.values(nvmlCode)) {
    const { words } = nvmlMeaning(code);
    if (words !== undefined) t.equal(nvmlCodeOfWords(words.toUpperCase()), code, words);
  }
  for (const words of ['', 'N/A', 'toString', 'return code 77']) t.equal(nvmlCodeOfWords(words), null, words);
  t.end();
});

void t.test('a lost card, a value that is not there and a library without driver are told apart', (t) => {
  const those = (has: (code: number) => boolean) => Object.values(nvmlCode).filter(has);
  t.same(
    those((code) => nvmlMeaning(code).cardIsLost === true),
    [15, 16],
  );
  t.same(
    those((code) => nvmlMeaning(code).unsupported === true),
    [3, 13, 25, 26],
  );
  t.same(
    those((code) => nvmlMeaning(code).ofLibrary === true),
    [1, 9, 18],
  );
  t.end();
});
