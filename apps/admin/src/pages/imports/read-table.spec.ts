import { decodeTable, sizeText } from './read-table';

it('reads UTF-8 and refuses what is none, since letters would be lost', () => {
  const bytes = (text: string, encoding: BufferEncoding) =>
    new Uint8Array(Buffer.from(text, encoding)).buffer;
  expect(decodeTable(bytes('text\nCafé', 'utf8'))).toEqual({ csv: 'text\nCafé' });
  expect(decodeTable(bytes('text\nCafé', 'latin1'))).toEqual({ problem: 'notUtf8' });
  expect(decodeTable(new ArrayBuffer(9_000_000))).toEqual({ problem: 'tooLarge' });
});

it('says how large a table is', () => {
  expect([sizeText(12), sizeText(20_480), sizeText(2_621_440)]).toEqual(['12 B', '20 kB', '2.5 MB']);
});
