import hooks from 'node:async_hooks';

/**
 * Imported before everything else: no logs, no metrics, and no promise hooks of the X-Ray SDK, which make a simulation
 * of many thousand promises several times slower.
 */
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';
hooks.createHook = () => {
  const none = { enable: () => none, disable: () => none };
  return none;
};
