/**
 * Resource types of the template that have no counterpart on one machine, each with the reason why leaving it out does
 * not change what the handlers see. A name that ends in `::` stands for all types below it.
 */
export const IGNORED_TYPES: Readonly<Record<string, string>> = {
  'AWS::IAM::': 'nothing checks permissions on one machine; tests/infra asserts the grants',
  'AWS::KMS::': 'the embedded servers keep their files unencrypted in the data folder',
  'AWS::Logs::': 'logs of the functions go to the logs folder of the data folder',
  'AWS::CloudWatch::': 'alarms and dashboards have nobody to call on one machine',
  'AWS::SNS::': 'only alarms publish to topics',
  'AWS::SQS::QueuePolicy': 'nothing checks permissions on one machine',
  'AWS::S3::BucketPolicy': 'nothing checks permissions on one machine',
  'AWS::SecretsManager::ResourcePolicy': 'nothing checks permissions on one machine',
  'AWS::SecretsManager::RotationSchedule': 'local secrets live as long as the data folder',
  'AWS::Lambda::Permission': 'nothing checks permissions on one machine',
  'AWS::Lambda::Version': 'the newest bundle runs',
  'AWS::Lambda::Alias': 'the newest bundle runs',
  'AWS::Scheduler::ScheduleGroup': 'groups only order schedules in the console',
  'AWS::ApiGatewayV2::Stage': 'the local server has one stage, $default',
  'AWS::ApiGatewayV2::DomainName': 'the local server is reached by 127.0.0.1',
  'AWS::ApiGatewayV2::ApiMapping': 'the local server is reached by 127.0.0.1',
  'AWS::Cognito::': 'the local stack signs its own login tokens',
  'AWS::CloudFront::': 'the local server serves the dashboard itself',
  'AWS::WAFv2::': 'the local server is bound to 127.0.0.1',
  'AWS::CertificateManager::': 'the local server speaks plain HTTP on 127.0.0.1',
  'AWS::Route53::': 'the local server is reached by 127.0.0.1',
  'AWS::SES::': 'mail is written to the mail folder of the data folder',
  'AWS::SSM::Parameter': 'only the deployment reads parameters',
  'AWS::XRay::': 'there is no tracing on one machine',
  'AWS::Budgets::': 'nothing costs money on one machine',
  'AWS::Backup::': 'the data folder is a copy in itself',
  'AWS::ApplicationSignals::': 'service levels have nobody to call on one machine',
  'AWS::Synthetics::': 'nothing watches the local stack from outside',
  'AWS::Events::EventBusPolicy': 'nothing checks permissions on one machine',
  'AWS::Events::Archive': 'events are appended to events.ndjson in the data folder',
  'AWS::CDK::Metadata': 'says only which CDK made the template',
  'Custom::CDKBucketDeployment': 'the local server serves dist/web itself',
  'Custom::S3AutoDeleteObjects': 'the data folder is deleted by --fresh',
  'Custom::LogRetention': 'logs of the functions go to the logs folder of the data folder',
};

/** Why a resource type is left out, or undefined when it must be carried out. */
export function ignoredReason(type: string): string | undefined {
  const exact = IGNORED_TYPES[type];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(IGNORED_TYPES).find((name) => name.endsWith('::') && type.startsWith(name));
  return prefix === undefined ? undefined : IGNORED_TYPES[prefix];
}
