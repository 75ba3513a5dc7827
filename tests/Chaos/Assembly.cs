using Xunit.v3;

[assembly: AssemblyFixture(typeof(Servers))]
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
