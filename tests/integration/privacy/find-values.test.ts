import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findValues } from './find-values.ts';

const PHONE = '010-3921-7745';
const NAME = '양가온';
const MAIL = 'yang.gaon@example.net';
const ALL = [PHONE, NAME, MAIL];
const SENTENCE = `저는 ${NAME}, ${PHONE}, ${MAIL} 입니다`;

const percent = (text: string): string => encodeURIComponent(text);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const escaped = (text: string): string =>
  text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const printable = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

describe('the search for personal values', () => {
  it.each([
    ['as they are', SENTENCE],
    ['JSON-escaped', escaped(SENTENCE)],
    ['JSON within JSON', JSON.stringify(JSON.stringify({ a: escaped(SENTENCE) }))],
    ['percent-encoded', percent(SENTENCE)],
    ['base64', base64(SENTENCE)],
    ['base64 behind other signs of its alphabet', `ab${base64(SENTENCE)}`],
    ['base64 of mail lines', base64(`${SENTENCE} `.repeat(4)).replace(/.{76}/g, '$&\r\n')],
    ['quoted-printable', printable(SENTENCE)],
    ['hex', Buffer.from(SENTENCE).toString('hex')],
    ['entities', SENTENCE.replace(/[^ -~]/g, (one) => `&#${one.charCodeAt(0)};`)],
    ['base64 of percent-encoded', base64(percent(SENTENCE))],
    ['other case and decomposed syllables', SENTENCE.toUpperCase().normalize('NFD')],
    ['another spelling of the number', SENTENCE.replace(PHONE, '010 3921.7745')],
    ['digits alone', SENTENCE.replace(PHONE, '01039217745')],
    ['full-width digits', SENTENCE.replace(PHONE, '０１０－３９２１－７７４５')],
  ])('finds every planted value: %s', (_, text) => {
    expect(findValues(Buffer.from(`\0\x01${'x '.repeat(50)}${text}\xff`), ALL)).toEqual(ALL);
  });

  it.each([
    ['UTF-16', Buffer.from(SENTENCE, 'utf16le')],
    ['gzip', gzipSync(SENTENCE)],
    ['base64 of zlib', Buffer.from(deflateSync(SENTENCE).toString('base64'))],
  ])('finds every planted value: %s', (_, bytes) => {
    expect(findValues(bytes, ALL)).toEqual(ALL);
  });

  it('finds nothing where nothing is, not even in much noise', () => {
    const noise = Array.from({ length: 3_000 }, (_, index) => `${index}|${base64(String(index * 7_919))}`);
    const text = `010-3921-7746 양가은 yang.gaon@example.com 2026-11-02 ${noise.join('\n')}`;
    expect(findValues(Buffer.from(text), ALL)).toEqual([]);
  });
});
