/** Imported first: ten thousand broken runs say a lot, and none of it is news. */
process.env['LOG_LEVEL'] ??= 'silent';
