import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configuredRoot, ofType, synthesize, type Template } from './synthesized-stack.ts';

/** The stack of this repository with a `generative` section; synthesis fails on a finding of cdk-nag. */
async function stackWith(generative: string): Promise<Template> {
  return (await synthesize(configuredRoot((config) => `${config}\n${generative}\n`))).template;
}

const StatementsSchema = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
});

/** Which policies allow what of Bedrock. */
function bedrockStatements(template: Template) {
  return ofType(template, 'AWS::IAM::Policy').flatMap(({ id, resource }) =>
    StatementsSchema.parse(resource.Properties.PolicyDocument)
      .Statement.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('bedrock:')))
      .map(({ Action, Resource }) => ({ id: id.replace(/HandlerRole.*/, ''), Action, Resource })),
  );
}

const prices = 'maxUsdPerRun: 0.05, usdPer1kInputTokens: 0.00006, usdPer1kOutputTokens: 0.00024';

describe('the permission to ask a large model', () => {
  it('is nobody’s while nothing is configured', async () => {
    expect(bedrockStatements((await synthesize()).template)).toEqual([]);
  }, 120_000);

  it('is that of `analyze` alone, for exactly the configured model', async () => {
    const template = await stackWith(`generative: { modelId: "amazon.nova-lite-v1:0", ${prices} }`);
    expect(bedrockStatements(template)).toEqual([
      {
        id: 'AnalysisAnalyze',
        Action: 'bedrock:InvokeModel',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':bedrock:',
              { Ref: 'AWS::Region' },
              '::foundation-model/amazon.nova-lite-v1:0',
            ],
          ],
        },
      },
    ]);
  }, 120_000);

  it('covers an inference profile with the models behind it', async () => {
    const behind = [
      'arn:aws:bedrock:ap-northeast-2::foundation-model/amazon.nova-lite-v1:0',
      'arn:aws:bedrock:ap-northeast-1::foundation-model/amazon.nova-lite-v1:0',
    ];
    const template = await stackWith(
      `generative: { modelId: apac.amazon.nova-lite-v1:0, routesTo: ${JSON.stringify(behind)}, ${prices} }`,
    );
    const [statement] = bedrockStatements(template);
    const resources = JSON.stringify(statement?.Resource);
    expect(resources).toContain(
      '":bedrock:",{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":inference-profile/apac.amazon.nova-lite-v1:0"',
    );
    expect(z.array(z.unknown()).parse(statement?.Resource)).toEqual(expect.arrayContaining(behind));
    expect(statement?.Resource).toHaveLength(3);
  }, 120_000);
});
