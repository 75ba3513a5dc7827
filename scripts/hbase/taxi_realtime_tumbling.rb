# The windows: hbase shell -n scripts/hbase/taxi_realtime_tumbling.rb
# Row: bucket|start; there are four buckets, 0 to 3, and neighbouring windows are in different ones.
scan 'taxi_realtime_tumbling', {COLUMNS => ['rt:data'], LIMIT => 3}

# The latest windows of a bucket, the last one first.
scan 'taxi_realtime_tumbling', {COLUMNS => ['rt:data'], REVERSED => true, STARTROW => '0}', STOPROW => '0|', LIMIT => 3}

# The windows that are not final.
scan 'taxi_realtime_tumbling', {COLUMNS => ['open'], LIMIT => 10}
