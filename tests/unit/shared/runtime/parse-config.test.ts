import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VocError } from '../../../../shared/domain/errors.ts';
import { parseConfig } from '../../../../shared/runtime/parse-config.ts';

function problemsOf(yaml: string): string {
  try {
    parseConfig(yaml, 'voc.config.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(VocError);
    expect((error as VocError).kind).toBe('config');
    return (error as VocError).message;
  }
  throw new Error('the configuration was accepted');
}

describe('configuration', () => {
  it('of the repository is valid and Korean business time by default', () => {
    const config = parseConfig(readFileSync('voc.config.yaml', 'utf8'), 'voc.config.yaml');
    expect(config.timeZone).toBe('Asia/Seoul');
    expect(config.language).toBe('ko');
  });

  it('names file, line and path of every problem in one message', () => {
    const message = problemsOf(
      'brand:\n  name: x\nsources:\n  - id: Aaa\n    connector: z\n    schedule: often\n',
    );
    expect(message).toContain('voc.config.yaml:4 sources.0.id');
    expect(message).toContain('voc.config.yaml:6 sources.0.schedule');
  });

  it('refuses an unknown option instead of ignoring it', () => {
    expect(problemsOf('brand:\n  name: x\nbrnad: y\n')).toContain('voc.config.yaml:3 brnad');
  });

  it('refuses two sources of one id and a time zone that does not exist', () => {
    const source = '  - { id: aa, connector: apple-feed, schedule: rate(1 hour) }\n';
    expect(problemsOf(`brand: { name: x }\nsources:\n${source}${source}`)).toContain('share an id');
    expect(problemsOf('brand: { name: x }\ntimeZone: Asia/Soul\n')).toContain('time zone');
  });

  it('reports broken YAML with its line', () => {
    expect(problemsOf('brand:\n  name: [x\n')).toMatch(/voc\.config\.yaml:\d/);
  });

  describe('of a large model', () => {
    const prices = 'maxUsdPerRun: 0.05, usdPer1kInputTokens: 0.1, usdPer1kOutputTokens: 0.2';
    const withModel = (more: string) => `brand: { name: x }\ngenerative: { ${prices}, ${more} }\n`;
    const arn = 'arn:aws:bedrock:ap-northeast-1::foundation-model/amazon.nova-lite-v1:0';

    it('is absent unless given, and asks about readings less sure than 0.55', () => {
      expect(parseConfig('brand: { name: x }', 'voc.config.yaml').generative).toBeUndefined();
      const { generative } = parseConfig(withModel('modelId: amazon.nova-lite-v1:0'), 'voc.config.yaml');
      expect(generative).toMatchObject({ modelId: 'amazon.nova-lite-v1:0', below: 0.55, routesTo: [] });
    });

    it.each([
      'zai.glm-4.7',
      'openai.gpt-oss-120b-1:0',
      'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123',
    ])('takes the model %s', (modelId) => {
      expect(parseConfig(withModel(`modelId: "${modelId}"`), 'v').generative?.modelId).toBe(modelId);
    });

    it.each([
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc',
    ])('asks for the models behind the profile %s', (modelId) => {
      expect(problemsOf(withModel(`modelId: "${modelId}"`))).toContain('generative.routesTo');
      const yaml = withModel(`modelId: "${modelId}", routesTo: ["${arn}"]`);
      expect(parseConfig(yaml, 'v').generative?.routesTo).toEqual([arn]);
    });

    it('refuses a wildcard, a price of nothing, and models behind a model', () => {
      expect(problemsOf(withModel('modelId: "amazon.*"'))).toContain('voc.config.yaml:2 generative.modelId');
      expect(problemsOf(withModel(`modelId: amazon.nova-lite-v1:0, routesTo: ["${arn}"]`))).toContain(
        'routesTo',
      );
      expect(problemsOf(withModel('modelId: a.b').replace('0.2', '0'))).toContain('usdPer1kOutputTokens');
    });
  });
});
