using OrleansLambda.ClusterSilo.Stores;
using OrleansLambda.Silo.Cli;

// For tests: the program as it is, but for its stores. CLUSTER_SILO_STORE names the Redis that keeps them.
var store = Environment.GetEnvironmentVariable("CLUSTER_SILO_STORE")
    ?? throw new InvalidOperationException("CLUSTER_SILO_STORE has to name a Redis, host:port, that keeps the stores.");
return await LambdaCommand.InvokeAsync(args, services => services.AddRedisStores(store));
