import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * `npm run deploy:web`: brings the built dashboard (`dist/web`) to the bucket of the deployed stack, by the AWS CLI with
 * the credentials of the shell. Files carry a hash in their names, so they go up first and the page that names them last:
 * whoever has an older page open goes on with the older files, which stay until the next time but one.
 */
const BUILT = join(import.meta.dirname, '../dist/web');
const STACK = 'VocStack';
const OutputsSchema = z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() }));

function aws(...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('aws', args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  console.error(
    error === undefined ? stderr.trim() : 'The AWS CLI (aws) is not there. Install it, version 2.',
  );
  process.exit(1);
}

const described = aws(
  'cloudformation',
  'describe-stacks',
  '--stack-name',
  STACK,
  '--query',
  'Stacks[0].Outputs',
);
const outputs = OutputsSchema.parse(JSON.parse(described));

function output(name: string): string {
  // CDK ends the name with a hash of the place.
  const found = outputs.find(({ OutputKey }) => OutputKey.replace(/[0-9A-F]{8}$/, '') === name);
  if (found !== undefined) return found.OutputValue;
  console.error(`${STACK} has no output ${name}. Deploy the stack first.`);
  process.exit(1);
}

const bucket = `s3://${output('ApiHostingPagesBucketName')}`;
const distribution = output('ApiHostingDistributionId');
const forEver = ['--cache-control', 'public, max-age=31536000, immutable'];
aws('s3', 'sync', BUILT, bucket, '--exclude', 'index.html', ...forEver);
aws('s3', 'cp', join(BUILT, 'index.html'), `${bucket}/index.html`, '--cache-control', 'no-cache');
aws('cloudfront', 'create-invalidation', '--distribution-id', distribution, '--paths', '/index.html');
console.log(`The dashboard is at ${output('ApiHostingUrl')}`);
