using Xunit.Sdk;
using Xunit.v3;

// Each test runs a cluster of its own and measures time-outs: several at once would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
