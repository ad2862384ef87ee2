import { join } from 'node:path';
import { createVocApp } from './voc-app.ts';

const rootDir = join(import.meta.dirname, '..');
const { app } = await createVocApp({
  rootDir,
  outDir: process.env.CDK_OUTDIR ?? join(rootDir, 'cdk.out'),
  modelDir: process.env.VOC_MODEL_DIR,
});
app.synth();
