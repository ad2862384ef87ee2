import { expect, it } from 'vitest';
import { createRenderPdf } from '../../../../functions/render-pdf/render-pdf.ts';
import { contextWith, memoryObjects, messagesOf } from '../../../fixtures/function-doubles.ts';

it('renders what is there, gives back what is not there yet, and drops what is no request', async () => {
  const { objects, store } = memoryObjects({ 'reviews/2026-W46/review.html': '<p>주간 리뷰</p>' });
  const work = createRenderPdf({ reports: store, renderPdf: async (html) => Buffer.from(`PDF of ${html}`) });
  const request = (week: string) => ({
    week,
    htmlKey: `reviews/${week}/review.html`,
    pdfKey: `reviews/${week}/review.pdf`,
  });
  const failures = await work(
    messagesOf(request('2026-W46'), request('2026-W47'), { week: 1 }),
    contextWith(),
  );
  expect([...failures.keys()]).toEqual(['m1']);
  expect(objects.get('reviews/2026-W46/review.pdf')?.body.toString()).toBe('PDF of <p>주간 리뷰</p>');
});
