import { ignoredReason } from './ignored-types.ts';
import { type References, unsupported } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';

export const ACCOUNT_ID = '000000000000';
export const REGION = 'ap-northeast-2';
const STACK_NAME = 'voc-local';

/** Addresses of the local servers that physical names contain. */
export interface Origins {
  /** Origin of the queue and object server. */
  readonly queues: string;
  /** Origin of the dashboard and the HTTP API. */
  readonly web: string;
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string | undefined>> = {
  'AWS::AccountId': ACCOUNT_ID,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': STACK_NAME,
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${STACK_NAME}/local`,
  'AWS::NoValue': undefined,
};

/** The name a resource has in the local servers: its explicit name where the template gives one, else its logical ID. */
export function physicalName(logicalId: string, resource: TemplateResource): string {
  const { Properties: properties } = resource;
  const named = (property: string): string | undefined => {
    const value = properties[property];
    return typeof value === 'string' ? value : undefined;
  };
  switch (resource.Type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return named('TableName') ?? logicalId;
    case 'AWS::SQS::Queue':
      return named('QueueName') ?? (properties.FifoQueue === true ? `${logicalId}.fifo` : logicalId);
    case 'AWS::S3::Bucket':
      return named('BucketName') ?? `voc-${logicalId.toLowerCase()}`;
    case 'AWS::Lambda::Function':
      return named('FunctionName') ?? logicalId;
    case 'AWS::Events::EventBus':
    case 'AWS::SecretsManager::Secret':
    case 'AWS::Scheduler::Schedule':
      return named('Name') ?? logicalId;
    default:
      return logicalId;
  }
}

export function queueUrl(name: string, origins: Origins): string {
  return `${origins.queues}/${ACCOUNT_ID}/${name}`;
}

function arnOf(service: string, rest: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;
}

export const queueArn = (name: string): string => arnOf('sqs', name);
export const functionArn = (name: string): string => arnOf('lambda', `function:${name}`);
export const secretArn = (name: string): string => arnOf('secretsmanager', `secret:${name}-local`);

/**
 * The meaning of `Ref` and `Fn::GetAtt` for every resource of the template and the pseudo parameters.
 * Both throw VocError `stack.unsupported` (config) for an unknown resource or attribute.
 */
export function createReferences(template: Template, origins: Origins): References {
  const find = (logicalId: string): TemplateResource => {
    const resource = template.Resources[logicalId];
    if (resource === undefined) {
      throw unsupported(
        `The template refers to ${logicalId}, which is neither a resource nor a known pseudo parameter.`,
      );
    }
    return resource;
  };
  return {
    ref(logicalId) {
      if (logicalId in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[logicalId];
      const resource = find(logicalId);
      const name = physicalName(logicalId, resource);
      if (resource.Type === 'AWS::SQS::Queue') return queueUrl(name, origins);
      if (resource.Type === 'AWS::SecretsManager::Secret') return secretArn(name);
      return name;
    },
    getAtt(logicalId, attribute) {
      const resource = find(logicalId);
      const value = attributesOf(logicalId, resource, origins)[attribute];
      if (value !== undefined) return value;
      if (ignoredReason(resource.Type) !== undefined) return arnOf('local', `${logicalId}/${attribute}`);
      throw unsupported(
        `The template reads ${attribute} of ${logicalId} (${resource.Type}), which the local stack does not know. ` +
          'Add it to scripts/local-stack/physical-names.ts.',
      );
    },
  };
}

function attributesOf(
  logicalId: string,
  resource: TemplateResource,
  origins: Origins,
): Readonly<Record<string, string | undefined>> {
  const name = physicalName(logicalId, resource);
  switch (resource.Type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return { Arn: arnOf('dynamodb', `table/${name}`) };
    case 'AWS::SQS::Queue':
      return { Arn: queueArn(name), QueueName: name, QueueUrl: queueUrl(name, origins) };
    case 'AWS::S3::Bucket':
      return {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
      };
    case 'AWS::Lambda::Function':
      return { Arn: functionArn(name) };
    case 'AWS::SecretsManager::Secret':
      return { Id: secretArn(name) };
    case 'AWS::Events::EventBus':
      return { Arn: arnOf('events', `event-bus/${name}`), Name: name };
    case 'AWS::Scheduler::Schedule':
      return { Arn: arnOf('scheduler', `schedule/default/${name}`) };
    case 'AWS::ApiGatewayV2::Api':
      return { ApiId: name, ApiEndpoint: origins.web };
    case 'AWS::Cognito::UserPool':
      return {
        ProviderURL: origins.web,
        ProviderName: name,
        UserPoolId: name,
        Arn: arnOf('cognito-idp', `userpool/${name}`),
      };
    case 'AWS::CloudFront::Distribution':
      return { DomainName: new URL(origins.web).host };
    default:
      return {};
  }
}
