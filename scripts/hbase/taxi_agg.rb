# The days: hbase shell -n scripts/hbase/taxi_agg.rb
# Row: the date.
scan 'taxi_agg', {LIMIT => 1}
scan 'taxi_agg', {STARTROW => '2024-01-01', STOPROW => '2024-02-01'}
get 'taxi_agg', '2024-01-01', 'agg:data'
