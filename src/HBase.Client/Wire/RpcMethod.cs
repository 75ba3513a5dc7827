using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>A method of a service, and how its answer is read.</summary>
internal record RpcMethod(string Service, string Name, MessageParser Parser);

/// <summary>A method whose answer is a <typeparamref name="TAnswer"/>.</summary>
internal sealed record RpcMethod<TAnswer>(string Service, string Name, MessageParser<TAnswer> AnswerParser)
    : RpcMethod(Service, Name, AnswerParser)
    where TAnswer : IMessage<TAnswer>;
