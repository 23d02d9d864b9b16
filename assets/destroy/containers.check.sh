[ -z "$(pods_processes)$(docker_containers)" ]
