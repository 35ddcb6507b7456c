import fc from 'fast-check';

/**
 * A property that fails once has seen the change, so that no smaller example is looked for; and one that has not seen
 * it for a while mostly never does. Either way a change that is noticed only by luck counts as unnoticed rather.
 */
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 500 });
