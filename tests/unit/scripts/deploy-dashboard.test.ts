import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'voc-deploy-web-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command with an AWS CLI that writes down its calls. */
function deploy(outputs: unknown): { status: number | null; stderr: string; calls: string[] } {
  const calls = join(directory, 'calls');
  const answer = join(directory, 'answer');
  writeFileSync(answer, JSON.stringify(outputs));
  writeFileSync(
    join(directory, 'aws'),
    `#!/bin/sh\necho "$@" >> '${calls}'\nif [ "$1" = cloudformation ]; then cat '${answer}'; fi\n`,
  );
  chmodSync(join(directory, 'aws'), 0o755);
  const { status, stderr } = spawnSync(process.execPath, ['scripts/deploy-dashboard.ts'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${directory}:${process.env.PATH}` },
  });
  return { status, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

describe('deploying the dashboard', () => {
  it('brings up files that never change first, then the page that names them, then invalidates the page', () => {
    const { status, calls } = deploy([
      { OutputKey: 'ApiHostingPagesBucketName0B91B2C5', OutputValue: 'pages' },
      { OutputKey: 'ApiHostingDistributionId476FE582', OutputValue: 'E123' },
      { OutputKey: 'ApiHostingUrlC3FAB2B4', OutputValue: 'https://voc.example.com' },
    ]);
    expect(status).toBe(0);
    expect(calls.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'cloudformation describe-stacks',
      's3 sync',
      's3 cp',
      'cloudfront create-invalidation',
    ]);
    expect(calls[1]).toMatch(/s3:\/\/pages --exclude index\.html .*immutable/);
    expect(calls[2]).toMatch(/index\.html s3:\/\/pages\/index\.html --cache-control no-cache/);
    expect(calls[3]).toContain('--distribution-id E123 --paths /index.html');
  });

  it('says what to do when the stack is not there yet', () => {
    const { status, stderr, calls } = deploy([]);
    expect(status).toBe(1);
    expect(stderr).toContain('Deploy the stack first.');
    expect(calls).toHaveLength(1);
  });
});
