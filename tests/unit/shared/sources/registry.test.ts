import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connectorById, connectors } from '../../../../shared/sources/registry.ts';

describe('connectors', () => {
  it.each(Object.entries(connectors))(
    '%s is registered under its own id, with its guide and its contract test',
    async (id, connector) => {
      expect(connectorById(id)).toBe(connector);
      expect(connector.id).toBe(id);
      expect(connector.docsUrl).toMatch(/^https:/);
      await access(new URL(`../../../../docs/connectors/${id}.md`, import.meta.url));
      await access(new URL(`../../../contract/sources/${id}.contract.test.ts`, import.meta.url));
    },
  );

  it('names the known connectors when asked for another, also one of the prototype', () => {
    expect(() => connectorById('toString')).toThrow(/apple-feed/);
  });
});
