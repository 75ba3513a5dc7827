using OrleansLambda.Silo.Cli;

return await LambdaCommand.InvokeAsync(args);
