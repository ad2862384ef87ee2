import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const pages = [...globSync('web/src/**/*.{ts,tsx}'), 'web/index.html'];
const holding = (pattern: RegExp) => pages.filter((file) => pattern.test(readFileSync(file, 'utf8')));

describe('the pages of the dashboard', () => {
  it('are there to be checked', () => {
    expect(pages.length).toBeGreaterThan(20);
  });

  it('never make markup or code of text', () => {
    const ways =
      /\b(inner|outer)HTML\b|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function\(|srcdoc/i;
    expect(holding(ways)).toEqual([]);
    expect(ways.test('<p dangerouslySetInnerHTML={{ __html: quote }} />')).toBe(true);
  });

  it('keep what people like to see in the browser, and never who they are', () => {
    const stored = /(?:local|session)Storage\.setItem\([^;]*(?:token|cookie|customer|claims|email)/i;
    expect(holding(/(local|session)Storage/).length).toBeGreaterThan(0);
    expect(holding(stored)).toEqual([]);
    expect(stored.test("localStorage.setItem('voc', session.token)")).toBe(true);
    expect(holding(/document\.cookie|indexedDB/)).toEqual([]);
  });

  it('load nothing from another origin', () => {
    const html = readFileSync('web/index.html', 'utf8');
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\//)]),
    );
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(html).not.toMatch(/<script(?![^>]*src=)|style="/);
  });
});
