import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appVersionInText,
  compareVersions,
  deviceInText,
  deviceKey,
} from '../../../../shared/linking/device.ts';

describe('deviceKey', () => {
  it.each([
    [['Galaxy S23+', 'Samsung Galaxy S23+', '갤 S23 플러스', 'SM-S916N', 'galaxy s23 plus'], 's23+'],
    [['iPhone 14 Pro', 'Apple iPhone 14 Pro', '아이폰14 프로', 'iPhone15,2'], 'iphone14pro'],
    [['Galaxy Z Flip5', '갤럭시 Z플립5', '플립5', 'SM-F731N'], 'zflip5'],
    [['Galaxy Note20 Ultra', '갤 노트20 울트라', 'SM-N986N'], 'note20ultra'],
    [['iPhone SE3', '아이폰 SE3', 'iPhone SE (3rd generation)', 'iPhone14,6'], 'iphonese3'],
    [['Redmi Note 13', '홍미노트 13'], 'redminote13'],
  ])('reads %j as %s', (spellings, key) => {
    expect(spellings.map(deviceKey)).toEqual(spellings.map(() => key));
  });

  it('keeps models of one series apart', () => {
    const models = [
      'Galaxy S23',
      'Galaxy S23+',
      'Galaxy S23 Ultra',
      'iPhone 15',
      'iPhone 15 Pro',
      'iPhone 15 Pro Max',
      'iPhone 15 Plus',
    ];
    expect(new Set(models.map(deviceKey)).size).toBe(models.length);
  });

  it('takes any string, and its own result as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (raw) => typeof deviceKey(raw) === 'string'));
    for (const key of ['s23+', 'iphone14pro', 'zflip5', 'note20ultra']) expect(deviceKey(key)).toBe(key);
  });
});

describe('what a text tells of the device', () => {
  it('is the one that the author uses', () => {
    expect(deviceInText('제 폰은 갤 노트10 인데 느려요')).toBe('note10');
    expect(deviceInText('아이폰 13 유저예요')).toBe('iphone13');
    expect(deviceInText('친구는 아이폰 14 쓰는데 잘 되더라고요')).toBeNull();
    expect(deviceInText('아이폰 14 쓰다가 갤럭시 S25 쓰는데 둘 다 느려요')).toBeNull();
    expect(deviceInText('화면이 느려요')).toBeNull();
  });

  it('is a version only beside the word', () => {
    expect(appVersionInText('3.16.1 버전부터 느려요')).toBe('3.16.1');
    expect(appVersionInText('버전 4.2 인데요')).toBe('4.2');
    expect(appVersionInText('별점 3.5 드려요')).toBeNull();
  });
});

describe('compareVersions', () => {
  it('compares number by number', () => {
    expect(compareVersions('3.9.1', '3.10.0')).toBeLessThan(0);
    expect(compareVersions('3.10', '3.10.0')).toBe(0);
    expect(compareVersions('beta', '3.1')).toBeNull();
  });
});
