// What the page's code asks of a browser and Node does not have. The build puts these in the place of the browser's names.

import { availableParallelism, totalmem } from "node:os";

export const navigator = { hardwareConcurrency: availableParallelism(), deviceMemory: totalmem() / 2 ** 30 };
