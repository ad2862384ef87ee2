/**
 * A token that more customers share than this is no evidence of anybody: even with device and purchase date agreeing,
 * look-alikes would be expected. It also keeps the item of a token small.
 */
export const MAX_CUSTOMERS_PER_TOKEN = 16;
