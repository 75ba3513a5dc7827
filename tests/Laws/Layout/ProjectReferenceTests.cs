namespace OrleansLambda.Laws.Layout;

public sealed class ProjectReferenceTests
{
    [Fact]
    public void Projects_ReferenceInward()
    {
        var projects = SourceProject.ReadAll();

        Assert.Contains("Grains", projects.Select(project => project.Name));
        Assert.Contains("Grains.Abstractions", projects.Single(project => project.Name == "Grains").Projects);
        Assert.NotEmpty(projects.Single(project => project.Name == "Grains").Sources);
        Assert.Empty(projects.SelectMany(DependencyRules.Violations));
    }

    [Theory]
    [InlineData("Grains.Abstractions", """<ProjectReference Include="..\Grains\Grains.csproj" />""")]
    [InlineData("Grains.Abstractions", """<PackageReference Include="Microsoft.Orleans.Server" />""")]
    [InlineData("Grains", """<ProjectReference Include="..\Storage.DuckDb\Storage.DuckDb.csproj" />""")]
    [InlineData("Grains", """<ProjectReference Include="../Streaming/Streaming.csproj" />""")]
    [InlineData("Grains", """<PackageReference Include="Confluent.Kafka" />""")]
    [InlineData("Grains", """<PackageReference Include="DuckDB.NET.Data.Full" Version="1.0.0" />""")]
    [InlineData("Grains", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("Streaming", """<ProjectReference Include="..\EventLog.Kafka\EventLog.Kafka.csproj" />""")]
    [InlineData("Streaming", """<PackageReference Include="confluent.kafka" />""")]
    [InlineData("Streaming", """<ProjectReference Include="..\Grains\Grains.csproj" />""")]
    [InlineData("Streaming.Abstractions", """<ProjectReference Include="..\Grains.Abstractions\Grains.Abstractions.csproj" />""")]
    [InlineData("EventLog.Kafka", """<ProjectReference Include="..\Grains\Grains.csproj" />""")]
    [InlineData("Storage.DuckDb", """<ProjectReference Include="..\HBase.Client\HBase.Client.csproj" />""")]
    [InlineData("Storage.HBase", """<ProjectReference Include="..\Api\Api.csproj" />""")]
    [InlineData("HBase.Client", """<ProjectReference Include="..\Grains.Abstractions\Grains.Abstractions.csproj" />""")]
    [InlineData("HBase.Client", """<PackageReference Include="Microsoft.Orleans.Sdk" />""")]
    [InlineData("Api", """<ProjectReference Include="..\Silo\Silo.csproj" />""")]
    [InlineData("Utilities", "")]
    public void Check_FindsAReference_ThatPointsOutward(string name, string item) =>
        Assert.Single(DependencyRules.Violations(Project(name, item)));

    [Theory]
    [InlineData("Grains.Abstractions", """<PackageReference Include="Microsoft.Orleans.Sdk" />""")]
    [InlineData("Grains", """<ProjectReference Include="..\Grains.Abstractions\Grains.Abstractions.csproj" />""")]
    [InlineData("Storage.HBase", """<ProjectReference Include="..\HBase.Client\HBase.Client.csproj" />""")]
    [InlineData("Streaming", """<ProjectReference Include="..\Streaming.Abstractions\Streaming.Abstractions.csproj" />""")]
    [InlineData("EventLog.Kafka", """<ProjectReference Include="..\Streaming\Streaming.csproj" />""")]
    [InlineData("Storage.DuckDb", """<PackageReference Include="DuckDB.NET.Data.Full" />""")]
    [InlineData("Api", """<ProjectReference Include="..\Storage.HBase\Storage.HBase.csproj" />""")]
    [InlineData("Silo", """<ProjectReference Include="..\Api\Api.csproj" />""")]
    public void Check_AllowsAReference_ThatPointsInward(string name, string item) =>
        Assert.Empty(DependencyRules.Violations(Project(name, item)));

    [Theory]
    [InlineData("Days/DayEndpoints.cs", "using OrleansLambda.Storage.HBase;", 1)]
    [InlineData("Days/DayEndpoints.cs", "var log = new OrleansLambda.EventLog.Kafka.KafkaEventLog();", 1)]
    [InlineData("Days/Program.cs", "using OrleansLambda.Streaming;", 1)]
    [InlineData("Days/DayEndpoints.cs", "using OrleansLambda.Grains.Ports;", 0)]
    [InlineData("Program.cs", "using OrleansLambda.Storage.HBase;", 0)]
    public void Check_FindsASourceOfTheApi_ThatNamesAnAdapter(string file, string text, int violations) =>
        Assert.Equal(violations, DependencyRules.Violations(Project("Api", "") with { Sources = new Dictionary<string, string> { [file] = text } }).Count());

    private static SourceProject Project(string name, string item) =>
        SourceProject.Parse(name, $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");
}
