import { describe, expect, it } from 'vitest';
import { formatAmount, formatChange, formatInterval, formatPoints } from '../../src/report/change-text.js';

describe('a change', () => {
  it.each([
    [0.69, '−31 %'],
    [1.052, '+5.2 %'],
    [1, '0 %'],
    [1.0001, '0 %'],
    [0.9999, '0 %'],
    [1.0996, '+10 %'],
    [0.01, '−99 %'],
    [0.008, '−99.2 %'],
    [0.0007, '−99.93 %'],
    [0, '−100 %'],
    [21, '+2,000 %'],
  ])('to %f times the value reads %s', (ratio, text) => {
    expect(formatChange(ratio)).toBe(text);
  });

  it.each([
    [0.88, 0.95, '−12 % … −5 %'],
    [0.979, 1.018, '−2.1 % … +1.8 %'],
    [0.81, 1.12, '−19 % … +12 %'],
    [1, 1.02, '0 % … +2.0 %'],
  ])('between %f and %f reads %s', (low, high, text) => {
    expect(formatInterval({ low, high })).toBe(text);
  });

  it.each([
    [0.69, '31 %'],
    [1.5, '50 %'],
    [0.4, '60 %'],
    [0.07, '14 times'],
    [4.2, '4.2 times'],
    [0, '100 %'],
  ])('to %f times the value is told as %s', (ratio, text) => {
    expect(formatAmount(ratio)).toBe(text);
  });

  it.each([
    [0, 0, '0 %'],
    [0, 0.012, '+1.2 pp'],
    [0.5, 0.0001, '−50 pp'],
  ])('of a share from %f to %f is told in points: %s', (before, after, text) => {
    expect(formatPoints(before, after)).toBe(text);
  });
});
