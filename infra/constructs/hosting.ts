import { readFileSync } from 'node:fs';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { PAGE_HEADERS } from '../../shared/runtime/page-headers.ts';
import { acknowledge } from './acknowledge.ts';
import { describe, PRIVATE_BUCKET, type Storage } from './storage.ts';

const TWO_YEARS = Duration.days(730);

export interface HostingProps {
  storage: Storage;
  httpApi: apigateway.HttpApi;
  config: Pick<VocConfig, 'dashboardUrl' | 'dashboardCertificateArn'>;
}

/**
 * The dashboard's address: a private bucket with the built pages and, below `/v1/`, the HTTP API. One origin for both, so
 * that there is no CORS and the session is a cookie that no script and no other site gets at.
 */
export class Hosting extends Construct {
  /** Without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: HostingProps) {
    super(scope, id);
    const { storage, httpApi, config } = props;
    const bucket = new s3.Bucket(this, 'PagesBucket', {
      ...PRIVATE_BUCKET,
      // Built files that everybody may see who sees the address; CloudFront reads SSE-S3 without a key of ours.
      encryption: s3.BucketEncryption.S3_MANAGED,
      versioned: true,
      lifecycleRules: [{ id: 'old-versions', noncurrentVersionExpiration: Duration.days(30) }],
      serverAccessLogsBucket: storage.accessLogsBucket as s3.IBucket,
      serverAccessLogsPrefix: 'pages/',
    });
    describe(bucket, { bucket: 'pages' });
    const viewerRequest = new cloudfront.Function(this, 'ViewerRequest', {
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(
        readFileSync(new URL('./viewer-request.js', import.meta.url), 'utf8'),
      ),
      comment: 'Pages of the app, and the session cookie as a token',
    });
    const functionAssociations = [
      { function: viewerRequest, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST },
    ];
    const { region } = Stack.of(this);
    const custom = config.dashboardCertificateArn !== '';
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'voc dashboard',
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      // Seoul is in the second class; the third adds South America and Oceania.
      priceClass: cloudfront.PriceClass.PRICE_CLASS_200,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(custom
        ? {
            domainNames: [new URL(config.dashboardUrl).hostname],
            certificate: acm.Certificate.fromCertificateArn(
              this,
              'Certificate',
              config.dashboardCertificateArn,
            ),
          }
        : {}),
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(bucket as s3.IBucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.pageHeaders(),
        functionAssociations,
      },
      additionalBehaviors: {
        '/v1/*': {
          origin: new origins.HttpOrigin(`${httpApi.apiId}.execute-api.${region}.amazonaws.com`, {
            protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
          }),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          // The gateway answers to its own name alone. The function sets headers of its answers itself.
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          functionAssociations,
        },
      },
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Who may use the dashboard is decided by the sign-in, not by the country.',
      'AwsSolutions-CFR2':
        'Pages are static, and the API is behind the sign-in, a stage limit and a limit per person; a team may attach a web ACL of its own.',
      'AwsSolutions-CFR3':
        'The API logs each request without its query string; the log of CloudFront would keep the words that people search for.',
      ...(custom
        ? {}
        : {
            'AwsSolutions-CFR4':
              'Without a certificate of the company CloudFront uses its own, which fixes the protocol; set dashboardCertificateArn.',
          }),
    });
    this.url = custom
      ? config.dashboardUrl.replace(/\/$/, '')
      : `https://${distribution.distributionDomainName}`;
    new CfnOutput(this, 'Url', { value: this.url, description: 'Address of the dashboard' });
    new CfnOutput(this, 'PagesBucketName', {
      value: bucket.bucketName,
      description: 'Where the built dashboard goes',
    });
    new CfnOutput(this, 'DistributionId', {
      value: distribution.distributionId,
      description: 'What to invalidate after an update of the dashboard',
    });
  }

  private pageHeaders(): cloudfront.ResponseHeadersPolicy {
    const {
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': _typed,
      'referrer-policy': _referrer,
      ...others
    } = PAGE_HEADERS;
    return new cloudfront.ResponseHeadersPolicy(this, 'PageHeaders', {
      comment: 'voc: strict policy, no sniffing, no frames, no referrer',
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: TWO_YEARS, includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }
}
