import { describe, expect, it } from 'vitest';
import { type References, resolveIntrinsics } from '../../../../scripts/local-stack/intrinsics.ts';

const references: References = {
  ref: (id) => (id === 'AWS::NoValue' ? undefined : `ref(${id})`),
  getAtt: (id, attribute) => `att(${id},${attribute})`,
};
const resolve = (value: unknown): unknown => resolveIntrinsics(value, references, 'here');
const placeholder = (name: string): string => `$\{${name}}`;

describe('resolveIntrinsics', () => {
  it('resolves Ref, GetAtt in both forms, Join and Sub with names, attributes and variables', () => {
    expect(resolve({ Ref: 'A' })).toBe('ref(A)');
    expect(resolve({ 'Fn::GetAtt': ['A', 'B.C'] })).toBe('att(A,B.C)');
    expect(resolve({ 'Fn::GetAtt': 'A.B.C' })).toBe('att(A,B.C)');
    expect(resolve({ 'Fn::Join': ['-', ['x', { Ref: 'A' }, 3]] })).toBe('x-ref(A)-3');
    expect(resolve({ 'Fn::Sub': `${placeholder('A')}/${placeholder('B.Arn')}/${placeholder('!C')}` })).toBe(
      `ref(A)/att(B,Arn)/${placeholder('C')}`,
    );
    expect(resolve({ 'Fn::Sub': [placeholder('V'), { V: { Ref: 'A' } }] })).toBe('ref(A)');
  });

  it('leaves out properties and list entries without a value, and plain data as it is', () => {
    expect(
      resolve({ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, null], c: { Ref: 'A', d: 1 } }),
    ).toEqual({
      b: [1, null],
      c: { Ref: 'A', d: 1 },
    });
  });

  it.each(['Fn::If', 'Fn::Select', 'Fn::ImportValue', 'Fn::FindInMap', 'Condition'])(
    'refuses %s with its place',
    (name) => {
      expect(() => resolve({ deep: [{ [name]: ['x'] }] })).toThrow(`${name} at here.deep[0]`);
    },
  );
});
