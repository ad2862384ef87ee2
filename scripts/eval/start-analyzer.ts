/**
 * A process of its own: from the first import to the first analysed document, with the modules, the dictionary and the
 * model read on the way; prints milliseconds and memory.
 */
const startMs = performance.now();
const [{ loadAnalyzer }, { readProjectConfig }] = await Promise.all([
  import('../load-analyzer.ts'),
  import('../project-files.ts'),
]);
const { analyzer } = await loadAnalyzer(await readProjectConfig());
analyzer.read({ text: '본인인증이 계속 실패해서 그냥 포기했어요. 수수료도 비싼 것 같아요.' });
const milliseconds = Math.round(performance.now() - startMs);
const memoryMb = Math.round(process.memoryUsage.rss() / 1024 / 1024);
process.stdout.write(`${JSON.stringify({ milliseconds, memoryMb })}\n`);

export {};
