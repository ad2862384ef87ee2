import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/security.md', 'utf8');

interface Threat {
  readonly id: string;
  readonly stride: string;
  readonly control: string;
  readonly proofs: readonly string[];
}

/** The rows of the tables of threats, by the section that they stand in. */
function boundaries(): Map<string, Threat[]> {
  const part = text.slice(text.indexOf('\n## Threats'), text.indexOf('\n## Which function'));
  const sections = part.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(/^\| (\d+\.\d+) \| ([STRIDE]) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
        ([, id = '', stride = '', , control = '', proof = '']) => ({
          id,
          stride,
          control,
          proofs: pathsIn(proof),
        }),
      ),
    ]),
  );
}

/** Names of files and folders of this repository in a text. */
function pathsIn(part: string): string[] {
  return [
    ...part.matchAll(
      /`((?:tests|shared|functions|infra|scripts|web|docs)\/[\w./-]+|[\w.-]+\.json|\.ci\/run)`/g,
    ),
  ].map(([, path]) => `${path}`);
}

describe('docs/security.md', () => {
  it('names only files that exist', () => {
    const paths = pathsIn(text);
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('says for every threat what is done and which test or file shows it', () => {
    const threats = [...boundaries().values()].flat();
    expect(threats.length).toBeGreaterThan(50);
    expect(threats.filter(({ control, proofs }) => control.length < 20 || proofs.length === 0)).toEqual([]);
    expect(new Set(threats.map(({ id }) => id)).size).toBe(threats.length);
  });

  it('asks all six questions at every boundary of the diagram', () => {
    expect(boundaries().size).toBe(9);
    for (const [name, threats] of boundaries()) {
      expect([...new Set(threats.map(({ stride }) => stride))].sort().join(''), name).toBe('DEIRST');
      expect(text.match(/```mermaid[\s\S]*?```/)?.[0], name).toContain(name.slice(0, 1));
    }
  });

  it('reads no row of its tables of threats as text', () => {
    const rows = text.match(/^\| \d+\.\d+ \|/gm) ?? [];
    expect(rows).toHaveLength([...boundaries().values()].flat().length);
  });

  it('leads to headings that exist', () => {
    const links = [...text.matchAll(/\]\(([\w-]*\.md)?#([\w-]+)\)/g)];
    expect(links.length).toBeGreaterThan(3);
    for (const [, file, anchor] of links) {
      const target = readFileSync(`docs/${file ?? 'security.md'}`, 'utf8');
      const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
        `${heading}`
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(anchors, `${file ?? ''}#${anchor}`).toContain(anchor);
    }
  });
});
